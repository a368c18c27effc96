# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""The client workflow of stock python-tuf on a repository in a folder: from 1.root.json to the target.
python3 tuf_client.py REPOSITORY WORK; prints the version of the last root, and writes WORK/target."""
import json
import pathlib
import sys
import urllib.parse

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import Updater
from tuf.ngclient.fetcher import FetcherInterface


class LocalFetcher(FetcherInterface):
    def _fetch(self, url):
        file = pathlib.Path(urllib.parse.urlparse(url).path)
        if not file.exists():
            raise DownloadHTTPError("no such file", 404)
        yield file.read_bytes()


repository, work = (pathlib.Path(argument) for argument in sys.argv[1:3])
work.mkdir(parents=True, exist_ok=True)
(work / "root.json").write_bytes((repository / "1.root.json").read_bytes())
base = repository.as_uri() + "/"
updater = Updater(str(work), base, str(work), base + "targets/", fetcher=LocalFetcher())
updater.refresh()
updater.download_target(updater.get_targetinfo("trust-store.json"), str(work / "target"))
print(json.loads((work / "root.json").read_bytes())["signed"]["version"])
