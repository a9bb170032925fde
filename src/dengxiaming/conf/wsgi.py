"""The site for a WSGI server (granian): `granian --interface wsgi dengxiaming.conf.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from dengxiaming.duties.edition import rulebook

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dengxiaming.conf.settings")

application = get_wsgi_application()


def settle() -> None:
    """Load what the first visitor would have waited for, and leave it out of what the collector looks through: a page
    that reads five thousand rows made it look at all modules again, for a third of the page's time.
    """
    rulebook()
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


settle()
