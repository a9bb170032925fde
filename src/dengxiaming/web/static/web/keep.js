/* 灯下明：表单自己存草稿。没有这段程序，每个按钮照样先存再做；有了它，断网、过期、换机器都不丢。
   表单写明 data-keep（存到哪里）、data-code（哪一份）、data-typed（哪些栏是填的：名字的开头）；存上了就说一声 kept。 */
"use strict";
(function () {
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const said = document.getElementById("kept");
  const place = "dxm-draft-" + form.dataset.code;
  let waiting = 0, sending = false, again = false, changed = false;

  const alert = document.querySelector(".alert");
  if (alert) alert.focus();

  function typed() {
    const held = [], start = form.dataset.typed;
    new FormData(form).forEach(function (value, name) {
      if (name.slice(0, start.length) === start && typeof value === "string") held.push([name, value]);
    });
    return held;
  }

  function remember() {
    try { localStorage.setItem(place, JSON.stringify({ version: form.elements.version.value, typed: typed() })); } catch (full) { /* 存不下就只靠服务器 */ }
  }

  function forget() {
    try { localStorage.removeItem(place); } catch (denied) { /* 同上 */ }
  }

  function say(text, trouble) {
    said.textContent = text;
    said.classList.toggle("trouble", Boolean(trouble));
  }

  /* 在另一页重新登录以后，表单的口令换了新的：跟着换，这一页填的才存得上。还没有登录就换不到 */
  async function renew() {
    const answer = await fetch(form.action, { redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("form[data-keep] [name=csrfmiddlewaretoken]");
    if (token) form.elements.csrfmiddlewaretoken.value = token.value;
    return Boolean(token);
  }

  async function keep() {
    if (sending) { again = true; return; }
    sending = true;
    try {
      const send = function () {
        return fetch(form.dataset.keep, { method: "POST", body: new FormData(form), redirect: "manual", headers: { Accept: "application/json" } });
      };
      let answer = await send();
      if (answer.status === 403 && await renew()) answer = await send();
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        say("登录已过期。内容还在这一页；另开一页登录以后，再点一次“存草稿”。", true);
      } else if (answer.ok) {
        const told = await answer.json();
        form.elements.version.value = told.version;
        changed = false;
        say(told.said);
        forget();
        form.dispatchEvent(new CustomEvent("kept", { detail: told }));
      } else if (answer.status === 409 || answer.status === 410) {
        say((await answer.json()).said, true);
      } else {
        say("没有存上，内容还在这一页。稍后再点一次“存草稿”。", true);
      }
    } catch (offline) {
      say("网络断了，内容先留在这台机器上。连上以后会再存一次。", true);
      waiting = setTimeout(keep, 15000);
    }
    sending = false;
    if (again) { again = false; keep(); }
  }

  function later() {
    changed = true;
    remember();
    clearTimeout(waiting);
    waiting = setTimeout(keep, 2000);
  }

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  window.addEventListener("online", function () { if (changed) keep(); });
  form.addEventListener("submit", function () { clearTimeout(waiting); });

  /* 上次没有存到服务器的内容，还在这台机器上 */
  try {
    const held = JSON.parse(localStorage.getItem(place) || "null");
    if (held && held.version === form.elements.version.value && JSON.stringify(held.typed) !== JSON.stringify(typed())) {
      const button = document.createElement("button");
      button.type = "button"; button.className = "btn"; button.textContent = "接着上次没有存上的内容";
      button.addEventListener("click", function () {
        form.querySelectorAll("[type=checkbox]").forEach(function (one) { one.checked = false; });
        held.typed.forEach(function (pair) {
          const field = form.elements[pair[0]];
          if (!field) return;
          if (field.length && !field.options) Array.from(field).forEach(function (one) { if (one.value === pair[1]) one.checked = true; });
          else if (field.type === "checkbox") field.checked = true;
          else field.value = pair[1];
        });
        button.remove();
        later();
      });
      said.insertAdjacentElement("afterend", button);
    }
  } catch (broken) { forget(); }
})();
