/* 灯下明：记录表单上的字随着填的变：要素、表决、提示、请假。存草稿在 keep.js。 */
"use strict";
(function () {
  const form = document.getElementById("record");
  if (!form) return;

  function mark(filled) {
    document.querySelectorAll("[data-element]").forEach(function (link) {
      const yes = filled.indexOf(link.dataset.element) >= 0, status = link.querySelector(".st");
      status.className = "st " + (yes ? "met" : "missed");
      status.querySelector("use").setAttribute("href", yes ? "#met" : "#missed");
      status.lastChild.textContent = yes ? "已填" : "未填";
    });
    document.getElementById("filled").textContent = filled.length;
  }

  function put(name, text, into) {
    const made = document.createElement(name);
    made.textContent = text;
    into.appendChild(made);
    return made;
  }

  /* 每项表决算成什么，依据哪一条 */
  function judge(outcomes) {
    document.querySelectorAll(".outcome").forEach(function (place) {
      const one = outcomes[place.id] || ["", ""], words = one[0] + one[1];
      if (place.textContent === words) return;
      place.textContent = one[0];
      if (one[1]) put("small", one[1], place);
    });
  }

  /* 签字前请看一眼：只有自己的句子 */
  function hint(hints) {
    const section = document.getElementById("hints"), list = section.querySelector(".hints");
    section.hidden = !hints.length;
    list.textContent = "";
    hints.forEach(function (one) {
      const held = put("article", "", list);
      held.className = "said-item";
      put("h3", one.label, held);
      put("p", one.sentence, held);
      one.own.forEach(function (line) { put("p", line, held).className = "own"; });
    });
  }

  /* 签字后计入哪几条 */
  function settle(lines) {
    const section = document.getElementById("settles"), list = section.querySelector("ul");
    section.hidden = !lines.length;
    list.textContent = "";
    lines.forEach(function (one) {
      const line = put("li", "", list), link = put("a", one.clause, line);
      link.className = "id"; link.href = one.href;
      line.appendChild(document.createTextNode("　" + one.words));
    });
  }

  /* 点了“请假”，就问谁批准的、因为什么；改回去就收起来，写过的不丢 */
  function leave(radio) {
    const field = radio.name.replace(/status$/, "reason"), leaves = document.getElementById("leaves");
    const held = form.elements[field], away = radio.value === "leave";
    if (held) { held.closest(".f").hidden = !away; return; }
    if (!away) return;
    const id = radio.id.replace(/status-leave$/, "reason"), box = put("div", "", leaves);
    box.className = "f";
    const who = document.getElementById(radio.closest(".seg").getAttribute("aria-labelledby")).textContent.replace(/（.*/, "");
    put("label", who + "请假，谁批准的，因为什么", box).htmlFor = id;
    const input = put("input", "", box);
    input.className = "in"; input.id = id; input.name = field; input.autocomplete = "off";
  }

  form.addEventListener("kept", function (event) {
    const told = event.detail, tally = document.getElementById("tally");
    mark(told.elements);
    judge(told.outcomes);
    hint(told.hints);
    settle(told.settles);
    if (tally) tally.textContent = told.tally;
  });
  form.addEventListener("change", function (event) {
    if (event.target.type === "radio") leave(event.target);
  });

  const rest = form.querySelector("[value=rest-present]");
  if (rest) {
    rest.addEventListener("click", function (event) {
      event.preventDefault();
      form.querySelectorAll(".seg").forEach(function (line) {
        if (!line.querySelector(":checked")) line.querySelector("[value=present]").checked = true;
      });
      form.dispatchEvent(new Event("input"));
      rest.parentElement.remove();
    });
  }
})();
