"""Uploads: whatever a file calls itself, only a picture that can be decoded comes in, and nothing of the file stays."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from brobygger.directory.picture_files import (
    MOST_BYTES,
    PictureRefused,
    digest_of,
    draw_anew,
    is_name,
    names_in_widths,
    read_upload,
    stem_of,
)

SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600), mode: str = "RGB", **saving: object) -> bytes:
    out = BytesIO()
    image = Image.new(mode, size)
    image.paste("red" if mode != "CMYK" else (0, 255, 255, 0), (0, 0, size[0] // 2, size[1]))
    image.save(out, kind, **saving)  # type: ignore[arg-type]
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


class TestDrawAnew:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_makes_webp_of_every_kind(self, kind: str) -> None:
        drawn = draw_anew(picture(kind))

        assert [opened(data).format for data in drawn.files.values()] == ["WEBP"] * 3
        assert [opened(data).width for data in drawn.files.values()] == [900, 800, 400]
        assert (drawn.width, drawn.height) == (900, 600)

    def test_makes_none_wider_than_we_show(self) -> None:
        assert draw_anew(picture(size=(4000, 2000))).width == 1600

    def test_names_say_nothing_of_the_file(self) -> None:
        one, other = draw_anew(picture()), draw_anew(picture())

        assert one.files.keys().isdisjoint(other.files)
        assert all(is_name(name.removeprefix("offers/")) for name in one.files)

    def test_keeps_nothing_the_camera_wrote(self) -> None:
        exif = Image.Exif()
        exif[0x010F] = "Kamera"
        exif.get_ifd(0x8825)[2] = (55.0, 24.0, 0.0)
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

        sent = picture(exif=exif, icc_profile=profile, comment=b"Hemmeligt")
        drawn = b"".join(draw_anew(sent).files.values())

        assert b"Kamera" in sent
        assert b"Hemmeligt" in sent
        for secret in (b"Kamera", b"Hemmeligt", b"EXIF", b"Exif", b"ICCP", b"XMP "):
            assert secret not in drawn

    def test_keeps_nothing_hidden_in_a_png(self) -> None:
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", SCRIPT.decode())
        sent = picture("PNG", pnginfo=notes) + SCRIPT + b"PK\x03\x04"

        drawn = b"".join(draw_anew(sent).files.values())

        assert b"script" not in drawn
        assert b"PK\x03\x04" not in drawn

    def test_turns_it_as_the_camera_was_held(self) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6

        drawn = draw_anew(picture(size=(900, 600), exif=exif))

        assert (drawn.width, drawn.height) == (600, 900)
        assert opened(next(iter(drawn.files.values()))).getpixel((300, 100)) == pytest.approx((254, 0, 0), abs=8)

    @pytest.mark.parametrize(
        ("kind", "mode"), [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "1")]
    )
    def test_takes_every_kind_of_colours(self, kind: str, mode: str) -> None:
        out = BytesIO()
        Image.new(mode, (300, 300)).save(out, kind)

        assert opened(next(iter(draw_anew(out.getvalue()).files.values()))).mode == "RGB"

    def test_puts_what_is_clear_on_white(self) -> None:
        out = BytesIO()
        Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(out, "PNG")

        assert opened(next(iter(draw_anew(out.getvalue()).files.values()))).getpixel((5, 5)) == (255, 255, 255)

    @pytest.mark.parametrize("mode", ["RGB", "L"])
    def test_shows_colours_of_a_broken_profile_as_they_are(self, mode: str) -> None:
        assert draw_anew(picture(mode="RGB", icc_profile=b"vrovl")).width == 900
        out = BytesIO()
        Image.new("L", (300, 300)).save(out, "PNG", icc_profile=b"vrovl")
        assert draw_anew(out.getvalue()).width == 300

    @pytest.mark.parametrize(
        "content",
        [
            SVG,
            b"GIF89a" + SCRIPT,
            b"<?php system($_GET['c']); ?>",
            b"MZ\x90\x00" + b"\x00" * 500,
            b"#!/bin/sh\nrm -rf /\n",
            b"PK\x03\x04" + b"\x00" * 100,
            b"\xff\xd8\xff\xe0" + SCRIPT,
            b"\x89PNG\r\n\x1a\n" + SCRIPT,
            b"RIFF\x00\x00\x00\x00WEBP" + SCRIPT,
            b"%PDF-1.7",
            b"BM" + b"\x00" * 60,
        ],
    )
    def test_refuses_what_is_no_picture(self, content: bytes) -> None:
        with pytest.raises(PictureRefused):
            draw_anew(content)

    def test_refuses_other_kinds_of_pictures(self) -> None:
        for kind in ("GIF", "TIFF", "BMP", "ICO"):
            with pytest.raises(PictureRefused):
                draw_anew(picture(kind, size=(256, 256)))

    def test_refuses_half_a_picture(self) -> None:
        whole = picture("PNG", size=(900, 900))
        with pytest.raises(PictureRefused):
            draw_anew(whole[: len(whole) // 2])

    def test_refuses_a_bomb_before_it_is_decoded(self) -> None:
        def chunk(kind: bytes, data: bytes) -> bytes:
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        for side in (9_000, 60_000):
            head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
            bomb = (
                b"\x89PNG\r\n\x1a\n"
                + chunk(b"IHDR", head)
                + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
                + chunk(b"IEND", b"")
            )
            with pytest.raises(PictureRefused) as refused:
                draw_anew(bomb)
            assert "alt for stort" in refused.value.message

    def test_refuses_a_tiny_one(self) -> None:
        with pytest.raises(PictureRefused, match="for lille"):
            draw_anew(picture(size=(100, 900)))


class TestReadUpload:
    def test_refuses_more_than_twelve_megabytes(self) -> None:
        with pytest.raises(PictureRefused, match="12 MB"):
            read_upload(BytesIO(b"\0" * (MOST_BYTES + 1)))

    def test_refuses_nothing(self) -> None:
        with pytest.raises(PictureRefused, match="tom"):
            read_upload(BytesIO())

    def test_returns_what_was_sent(self) -> None:
        assert read_upload(BytesIO(b"x")) == b"x"
        assert len(digest_of(b"x")) == 64


class TestNames:
    def test_tell_all_widths(self) -> None:
        stem = "a" * 32

        assert names_in_widths(f"offers/{stem}-900.webp") == [
            (f"offers/{stem}-400.webp", 400), (f"offers/{stem}-800.webp", 800), (f"offers/{stem}-900.webp", 900),
        ]  # fmt: skip
        assert stem_of(f"offers/{stem}-900.webp") == stem

    @pytest.mark.parametrize(
        "name", ["../settings.py", "a.webp", "", "b" * 32 + "-400.webp.html", "b" * 32 + "-400.svg"]
    )
    def test_of_others_are_none_of_ours(self, name: str) -> None:
        assert not is_name(name)
        assert names_in_widths(name) == []
        assert stem_of(name) == ""
