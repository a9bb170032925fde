// 通行密钥：浏览器给得了才显示；没有用成，在页上说一句，不只写在控制台。
(function () {
  const show = function (name) {
    document.querySelectorAll(name).forEach(function (held) { held.hidden = false })
  }
  // 浏览器不给地址是数字的网站用（127.0.0.1）
  const named = !/^[\d.]+$|:/.test(window.location.hostname)
  show(window.PublicKeyCredential && window.isSecureContext && named ? '.passkey' : '.passkey-no')
  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    show('.passkey-failed')
  })
})()
