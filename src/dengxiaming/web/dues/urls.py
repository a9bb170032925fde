"""The addresses of dues."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
