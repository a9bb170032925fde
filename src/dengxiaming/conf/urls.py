"""The root of every address: the pages, and the pages of trouble."""

from django.urls import include, path

urlpatterns = [path("", include("dengxiaming.web.urls"))]
handler400 = "dengxiaming.web.errors.bad_request"
handler403 = "dengxiaming.web.errors.forbidden"
handler404 = "dengxiaming.web.errors.not_found"
handler500 = "dengxiaming.web.errors.server_error"
