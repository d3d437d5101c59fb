"""Pictures of the page; Chromium itself is not needed here."""

import stat
from pathlib import Path

import pytest

from sandbox import picture

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x03\x48\0\0\x07\x08"


def pretend(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A program that goes by the name of Chromium."""
    program = folder / "chromium"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr("shutil.which", lambda name: str(program) if name == "chromium" else None)


def test_without_chromium_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert picture.main(["http://localhost/", "out.png"]) == 1
    assert "Pictures need Chromium, which is not installed here" in capsys.readouterr().err


def test_a_phone_is_photographed_at_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "png").write_bytes(PNG)
    pretend(
        tmp_path,
        monkeypatch,
        f"""
        echo "$@" > {tmp_path}/said
        for word in "$@"; do case "$word" in --screenshot=*) cp {tmp_path}/png "${{word#--screenshot=}}";; esac; done
    """,
    )
    out = tmp_path / "out.png"
    url = "http://localhost:1/?phone=5&chat=private"
    assert picture.main([url, str(out), "--width", "420", "--height", "900"]) == 0
    assert picture.size(out) == (840, 1800)
    said = (tmp_path / "said").read_text("utf-8")
    for flag in ("--headless", "--window-size=420,900", "--force-device-scale-factor=2", f"{url}&still"):
        assert flag in said
    assert picture.phone("http://localhost:1", 5) == f"{url}&still"
    assert picture.phone("http://localhost:1", 5, -7) == "http://localhost:1/?phone=5&chat=-7&still"


def test_a_page_that_does_not_load_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pretend(tmp_path, monkeypatch, "echo noise >&2; echo 'Page load failed: refused' >&2")
    assert picture.main(["http://localhost:1/", str(tmp_path / "out.png")]) == 1
    assert capsys.readouterr().err == ("Chromium took no picture of http://localhost:1/\nPage load failed: refused\n")
    monkeypatch.setattr(picture, "PATIENCE", 0.1)
    pretend(tmp_path, monkeypatch, "exec sleep 20")
    assert picture.main(["http://localhost:1/", str(tmp_path / "out.png")]) == 1
    assert "took no picture of http://localhost:1/ in 0.1 s" in capsys.readouterr().err
