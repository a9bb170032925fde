"""The upload form: a file, and the two things a file may not say itself."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from dengxiaming.ground import clock
from dengxiaming.web.kit.here import tidy_day

ADD: Final = "add"
REPLACE: Final = "replace"


@dataclass
class Upload:
    """What was sent. `errors` by field, each a sentence with its remedy; what was typed is kept."""

    sent: UploadedFile | None = None
    how: str = REPLACE
    """What becomes of what is held: `REPLACE` takes its place, `ADD` leaves it and adds what is new (decisions 6)."""
    recorded_at_text: str = ""
    records_from_text: str = ""
    recorded_at: datetime | None = None
    records_from: date | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file's name as the reader knows it."""
        return PurePosixPath(((self.sent.name if self.sent else "") or "").replace("\\", "/")).name


def read(request: HttpRequest) -> Upload:
    """A form from a request."""
    sent = request.FILES.get("file")
    upload = Upload(
        sent=sent if isinstance(sent, UploadedFile) else None,
        how=ADD if request.POST.get("how") == ADD else REPLACE,
        recorded_at_text=request.POST.get("recorded_at", "").strip(),
        records_from_text=request.POST.get("records_from", "").strip(),
    )
    if upload.sent is None:
        upload.errors["file"] = "还没有选文件。选一份 .xlsx 工作簿，或者 .zip。"
    elif not upload.sent.size:
        upload.errors["file"] = f"“{upload.name}”是空的。换一份文件。"
    upload.recorded_at = _moment(upload)
    upload.records_from = _day(upload)
    return upload


def _moment(upload: Upload) -> datetime | None:
    if not upload.recorded_at_text:
        return None
    try:
        found = datetime.fromisoformat(tidy_day(upload.recorded_at_text))
    except ValueError:
        upload.errors["recorded_at"] = f"“{upload.recorded_at_text}”读不懂。写成 2026-04-02 或 2026-04-02T08:00 这样。"
        return None
    return found if found.tzinfo else found.replace(tzinfo=clock.ZONE)


def _day(upload: Upload) -> date | None:
    if not upload.records_from_text:
        return None
    try:
        return date.fromisoformat(tidy_day(upload.records_from_text))
    except ValueError:
        upload.errors["records_from"] = f"“{upload.records_from_text}”读不懂。写成 2024-01-01 这样。"
        return None
