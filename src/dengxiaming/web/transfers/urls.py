"""The addresses of transfers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
