"""The root of every address: the pages, and the pages of trouble."""

from django.urls import include, path

urlpatterns = [path("", include("dengxiaming.web.urls")), path("", include("dengxiaming.web.accounts.urls"))]
handler400 = "dengxiaming.web.errors.bad_request"
handler403 = "dengxiaming.web.errors.forbidden"
handler404 = "dengxiaming.web.errors.not_found"
handler429 = "dengxiaming.web.accounts.views.too_many"
handler500 = "dengxiaming.web.errors.server_error"
