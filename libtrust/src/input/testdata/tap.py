# SPDX-FileCopyrightText: The odca-trust authors
# SPDX-License-Identifier: Apache-2.0
"""Stands between one TLS client and a server on loopback and keeps the bytes that the server sent.

usage: tap.py LISTEN_PORT SERVER_PORT FILE
"""
import socket
import sys
import threading


def pump(source, sink, kept):
    while True:
        try:
            data = source.recv(65536)
        except OSError:
            data = b""
        if not data:
            break
        kept.extend(data)
        sink.sendall(data)
    try:
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def main():
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
    client, _ = listener.accept()
    server = socket.create_connection(("127.0.0.1", int(sys.argv[2])))
    sent, received = bytearray(), bytearray()
    upward = threading.Thread(target=pump, args=(client, server, received), daemon=True)
    upward.start()
    pump(server, client, sent)
    with open(sys.argv[3], "wb") as out:
        out.write(sent)


main()
