"""What a browser sends, laid out as `exchange` reads it: a workbook as it is, an archive as a folder of tables."""

import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

from django.core.files.uploadedfile import UploadedFile

TABLE_SUFFIXES: Final = (".csv", ".parquet")
UNPACKED_LIMIT: Final = 512 * 1024 * 1024
_MOST_FILES: Final = 64


class NotReadable(Exception):  # noqa: N818  它是给读者的一句答复
    """The file is none of the three kinds, or broken; the text is a sentence for the reader."""


def lay_out(sent: UploadedFile, folder: Path) -> Path:
    """Write an upload into `folder` and return what `read_facts` is given. Raises `NotReadable`."""
    name = PurePosixPath((sent.name or "").replace("\\", "/")).name
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in {".xlsx", ".zip"}:
        raise NotReadable(
            f"“{name}”不是 .xlsx 工作簿，也不是 .zip。把表格另存为 .xlsx，或者把 csv（parquet）文件打成一个 .zip。"
        )
    target = folder / f"facts{suffix}"
    with target.open("wb") as file:
        for part in sent.chunks():
            file.write(part)
    return target if suffix == ".xlsx" else _unpack(target, folder / "facts", name)


def _unpack(archive: Path, folder: Path, name: str) -> Path:
    """The tables of an archive, all in one folder; anything else in it is left out."""
    folder.mkdir()
    try:
        with zipfile.ZipFile(archive) as packed:
            tables = [entry for entry in packed.infolist() if _is_table(entry)]
            if not tables:
                raise NotReadable(f"“{name}”里没有 csv 或 parquet 文件。把 organizations.csv 等几张表放进去再打包。")
            if len(tables) > _MOST_FILES or sum(entry.file_size for entry in tables) > UNPACKED_LIMIT:
                raise NotReadable(f"“{name}”展开以后太大。在命令行载入：dengxiaming serve --load 文件夹")
            for entry in tables:
                # 只取文件名：压缩包里的路径可以写到别处去
                (folder / PurePosixPath(entry.filename).name).write_bytes(packed.read(entry))
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, NotImplementedError) as error:
        raise NotReadable(f"“{name}”打不开：可能没有传完，或者有密码。重新打包，再选一次。") from error
    return folder


def _is_table(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    return (
        not entry.is_dir()
        and path.suffix.lower() in TABLE_SUFFIXES
        and not path.name.startswith(".")
        and "__MACOSX" not in path.parts
    )
