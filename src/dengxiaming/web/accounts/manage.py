"""账号管理, of the system administrator: find, make, invite, disable. Persons' accounts only: those of the three
administrators are made and kept at the command line, or one of them could make himself all three.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dengxiaming.areas.members import queries as members
from dengxiaming.areas.organs.queries import Tree
from dengxiaming.ground import actions, clock, queries
from dengxiaming.ground.actions import Invited, Refused, Wanted
from dengxiaming.ground.models import Account
from dengxiaming.ground.terms import DUTIES, PERSON
from dengxiaming.web.accounts import forms, roster, sheet
from dengxiaming.web.accounts.guarded import guarded, hand, inside
from dengxiaming.web.kit.page import refusal

MANAGE = "account.manage"
_PAGE = 50
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOINGS = {
    "disable": (actions.disable, "停用了。开着的登录到下一页就退出。"),
    "enable": (actions.enable, "恢复了，用原来的密码登录。"),
    "ask": (actions.ask_for_new_password, "下一页就要改密码。"),
}


@guarded(MANAGE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list, and the search."""
    text = request.GET.get("q", "").strip()
    pages = Paginator(queries.accounts(text), _PAGE)
    found = pages.get_page(request.GET.get("page"))
    context = {"text": text, "found": found, "count": pages.count, "duties": DUTIES}
    return inside(request, "web/accounts/index.html", "账号管理", context)


@guarded(MANAGE)
@require_safe
def one(request: HttpRequest, username: str) -> HttpResponse:
    """One account, and what can be done to it."""
    account = queries.account(username)
    if account is None:
        return _missing(request)
    context = {
        "account": account,
        "duty": DUTIES[account.duty],
        "is_person": account.duty == PERSON,
        "invitation": queries.last_invitation(account),
        "now": clock.now(),
    }
    return inside(request, "web/accounts/one.html", account.name or account.username, context)


@guarded(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """One person: the member code, and a user name where it shall not be the code."""
    form = forms.Person(request.POST if request.method == "POST" else None)
    if form.is_valid():
        code = form.cleaned_data["member"].strip()
        known = members.names([code])
        if code not in known:
            form.add_error("member", "党员名册里没有这个编号。核对编号，或者先载入名册。")
        else:
            name = form.cleaned_data["name"] or known[code]
            wanted = Wanted(form.cleaned_data["username"] or code, name, code)
            try:
                return _slips(request, actions.invite([actions.create_account(wanted, hand(request))], hand(request)))
            except Refused as refused:
                form.add_error("username", str(refused))
    return inside(request, "web/accounts/new.html", "给一个人建账号", {"form": form}, 422 if form.is_bound else 200)


@guarded(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """按名册建账号: an organisation and all below it. A look first (GET), then accounts and invitations (POST)."""
    tree = Tree()
    code = (request.POST if request.method == "POST" else request.GET).get("organization", "")
    is_known = code in tree.nodes
    missing = roster.without_account(code, clock.today()) if is_known else []
    if request.method == "POST" and missing:
        by = hand(request)
        invited = actions.invite(actions.create_accounts([row.wanted for row in missing], by), by)
        organizations = {row.member: row.organization for row in missing}
        if request.POST.get("as") == "workbook":
            body = sheet.write(invited, organizations, _address(request))
            return HttpResponse(
                body, content_type=_WORKBOOK, headers={"Content-Disposition": 'attachment; filename="invitations.xlsx"'}
            )
        return _slips(request, invited)
    context = {
        "places": sorted(tree.nodes.values(), key=lambda node: node.name),
        "code": code, "place": tree.nodes.get(code), "missing": missing, "is_unknown": bool(code) and not is_known,
    }  # fmt: skip
    return inside(request, "web/accounts/bulk.html", "按名册建账号", context)


@guarded(MANAGE)
@require_POST
def invite(request: HttpRequest, username: str) -> HttpResponse:
    """A new invitation, for somebody who lost it or forgot the password. The old password stays until it is used."""
    account = _person(username)
    if account is None:
        return _missing(request)
    try:
        return _slips(request, actions.invite([account], hand(request)))
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("accounts_one", args=[account.username]))


@guarded(MANAGE)
@require_POST
def change(request: HttpRequest, username: str) -> HttpResponse:
    """Disable, enable, or ask for another password."""
    account, doing = _person(username), request.POST.get("do", "")
    if account is None or doing not in _DOINGS:
        return _missing(request)
    act, said = _DOINGS[doing]
    act(account, hand(request))
    messages.success(request, said)
    return HttpResponseRedirect(reverse("accounts_one", args=[account.username]))


def _person(username: str) -> Account | None:
    account = queries.account(username)
    return account if account is not None and account.duty == PERSON else None


def _slips(request: HttpRequest, invited: list[Invited]) -> HttpResponse:
    context = {"invited": invited, "address": _address(request)}
    return inside(request, "web/accounts/slips.html", "邀请", context)


def _address(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("account_invitation"))


def _missing(request: HttpRequest) -> HttpResponse:
    return refusal(
        request, 404, "没有找到", "没有这个使用人的账号。管理员的账号在命令行里管：dengxiaming account --help。"
    )
