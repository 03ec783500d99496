"""A network that can be cut: a TCP forwarder between one browser and the server."""

import asyncio
import threading


class Proxy:
    """Forwards `127.0.0.1:port` to the server's port until `cut`, and again after `mend`.

    While cut, open connections are reset and new ones refused at once, as behind a dead router.

    `blocking` names what else is wrong with the network: `"sockets"` answers every upgrade with 403, `"silently"` never
    answers one, and `"streams"` answers upgrades with 403 and holds each answer back until it is complete.
    """

    def __init__(self, upstream_port: int, *, blocking: str | None = None):
        self.upstream_port = upstream_port
        self.blocking = blocking
        self.upgrades_refused = 0
        self.port = 0
        self._open = True
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._server = self._run(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self):
        self._run(self._cut())

    def mend(self):
        self._open = True

    def close(self):
        self.cut()
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _cut(self):
        self._open = False
        for writer in list(self._writers):
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        if not self._open:
            writer.transport.abort()
            return
        try:
            upstream = await asyncio.open_connection("127.0.0.1", self.upstream_port)
        except OSError:  # the server is down
            writer.transport.abort()
            return
        self._writers |= {writer, upstream[1]}
        if self.blocking:
            flows = self._filter(reader, writer, upstream[1]), self._hold_back(upstream[0], writer)
        else:
            flows = self._pump(reader, upstream[1]), self._pump(upstream[0], writer)
        await asyncio.gather(*flows)
        self._writers -= {writer, upstream[1]}

    async def _filter(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, upstream: asyncio.StreamWriter):
        """Passes requests on, but no upgrade. A browser sends the head of each in one piece."""
        try:
            while data := await reader.read(65536):
                if b"\r\nupgrade: websocket" in data.lower():
                    self.upgrades_refused += 1
                    if self.blocking != "silently":
                        writer.write(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                        await writer.drain()
                        break
                    await asyncio.sleep(60)
                    break
                upstream.write(data)
                await upstream.drain()
        except OSError:
            pass
        finally:
            upstream.close()
            writer.close()

    async def _hold_back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        """Passes answers on; where streams are blocked, what is sent in chunks only when its last chunk has come."""
        if self.blocking != "streams":
            return await self._pump(reader, writer)
        held = b""
        try:
            while data := await reader.read(65536):
                held += data
                if b"\r\ntransfer-encoding: chunked" in held and not held.endswith(b"\r\n0\r\n\r\n"):
                    continue
                writer.write(held)
                await writer.drain()
                held = b""
        except OSError:
            pass
        finally:
            writer.close()

    @staticmethod
    async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()
