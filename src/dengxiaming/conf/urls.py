"""The root of every address: the pages, nothing else yet."""

from django.urls import include, path

urlpatterns = [path("", include("dengxiaming.web.urls"))]
