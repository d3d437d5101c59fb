"""Pictures of pages: `python -m sandbox.picture URL OUT.png`.

They are taken by a Chromium without a window, which the project itself does not need and does not install.
"""

import argparse
import asyncio
import shutil
import struct
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = (
    "Pictures need Chromium, which is not installed here. On Debian: apt-get install chromium fonts-noto-color-emoji"
)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
SETTLES = 3000  # milliseconds of the page's own time before the picture
PATIENCE = 60  # seconds


class NoPicture(Exception):
    """Why there is none, in words."""


def browser() -> str:
    """Where Chromium is."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise NoPicture(MISSING)


def phone(sandbox: str, person: int, chat: int | None = None) -> str:
    """The address of one phone in its private chat or a group, at rest (a live page never ends loading)."""
    return f"{sandbox}/?phone={person}&chat={chat or 'private'}&still"


async def take(url: str, out: Path, *, width: int = 420, height: int = 900, scale: float = 2) -> None:
    """A picture of the page at `url`, as wide and high in its own pixels, `scale` times finer in the file."""
    program = browser()
    if "phone=" in url and "still" not in url:
        url += "&still"
    with TemporaryDirectory(prefix="picture-", ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            program,
            *FLAGS,
            f"--user-data-dir={profile}",
            f"--window-size={width},{height}",
            f"--force-device-scale-factor={scale}",
            f"--virtual-time-budget={SETTLES}",
            f"--screenshot={profile}/picture.png",
            url,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(PATIENCE):
                _, said = await process.communicate()
        except TimeoutError:
            process.kill()
            await process.wait()
            raise NoPicture(f"Chromium took no picture of {url} in {PATIENCE} s") from None
        if not await asyncio.to_thread(_keep, Path(profile) / "picture.png", out):
            lines = said.decode(errors="replace").splitlines()
            why = [line for line in lines if "failed:" in line]
            raise NoPicture("\n".join([f"Chromium took no picture of {url}", *why]))


def _keep(taken: Path, out: Path) -> bool:
    """Put the picture where it is wanted, if there is one."""
    if taken.exists():
        shutil.copyfile(taken, out)
    return taken.exists()


def size(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG file."""
    with picture.open("rb") as file:
        width, height = struct.unpack(">II", file.read(24)[16:])
    return width, height


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox.picture", description="Takes a picture of a page.")
    parser.add_argument("url")
    parser.add_argument("out", type=Path)
    parser.add_argument("--width", type=int, default=420)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--scale", type=float, default=2, help="how many pixels of the file one of the page gets")
    given = parser.parse_args(arguments)
    try:
        asyncio.run(take(given.url, given.out, width=given.width, height=given.height, scale=given.scale))
    except NoPicture as why:
        sys.stderr.write(f"{why}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
