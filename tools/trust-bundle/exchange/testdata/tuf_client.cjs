// The client workflow of stock tuf-js on a repository in a folder: from 1.root.json to the target.
// node tuf_client.cjs MODULES REPOSITORY WORK; prints the version of the last root, and writes WORK/target.
const fs = require('fs');
const path = require('path');
const { fileURLToPath, pathToFileURL } = require('url');
const [modules, repository, work] = process.argv.slice(2);
const { Updater, BaseFetcher } = require(path.join(modules, 'tuf-js'));
const { DownloadHTTPError } = require(path.join(modules, 'tuf-js/dist/error'));

class LocalFetcher extends BaseFetcher {
  async fetch(url) {
    const file = fileURLToPath(url);
    if (!fs.existsSync(file)) throw new DownloadHTTPError('no such file', 404);
    return fs.createReadStream(file);
  }
}

async function main() {
  fs.mkdirSync(work, { recursive: true });
  fs.copyFileSync(path.join(repository, '1.root.json'), path.join(work, 'root.json'));
  const base = pathToFileURL(repository).href;
  const updater = new Updater({
    metadataDir: work, metadataBaseUrl: base, targetDir: work, targetBaseUrl: `${base}/targets`,
    fetcher: new LocalFetcher(),
  });
  await updater.refresh();
  const target = await updater.getTargetInfo('trust-store.json');
  await updater.downloadTarget(target, path.join(work, 'target'));
  const root = JSON.parse(fs.readFileSync(path.join(work, 'root.json')));
  console.log(root.signed.version);
}
main().catch((error) => { console.error(error); process.exit(1); });
