"""The site for a WSGI server (granian): `granian --interface wsgi dengxiaming.conf.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dengxiaming.conf.settings")

application = get_wsgi_application()
