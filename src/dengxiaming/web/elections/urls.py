"""The addresses of elections."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
