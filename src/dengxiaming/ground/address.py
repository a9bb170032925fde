"""From where a request comes. Behind a proxy the connection is the proxy's; how many there are is a setting."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address of the browser: of the connection, or what the outermost proxy of ours wrote down (DXM_PROXIES).

    Whatever stands further left in the header anybody may have written.
    """
    proxies: int = settings.PROXIES
    written = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    found = written[-proxies] if 0 < proxies <= len(written) else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(found))
    except ValueError:
        return None
