"""Texts that want to be more than text on a page: each would set `window.broken` there."""

TAGS = ["script", "img", "svg", "iframe", "math", "details", "video", "a", "body", "style"]
ATTACKS = [
    "<{tag} onerror=window.broken=1>", "<{tag} src=x onload=window.broken=1>", "\"><{tag}>window.broken=1</{tag}>", "'-window.broken=1-'{tag}",
    "<{tag}/onmouseover=window.broken=1>", "[{tag}](javascript:window.broken=1)", "![{tag}](x\"onerror=window.broken=1)", "</{tag}><{tag}>",
    "&lt;{tag}&gt;", "${{window.broken=1}}{tag}", "{{{{constructor.constructor('window.broken=1')()}}}}{tag}", "\u202e<{tag}>",
    "<{tag} href=javascript:window.broken=1>", "`<{tag}>`", "<<{tag}>>", "<{tag} style=x:expression(window.broken=1)>", "javascript:window.broken=1//{tag}",
    "<{tag}\t>", "%3C{tag}%3E", "\\u003c{tag}\\u003e", "<!--<{tag}>", "]]><{tag}>", "<{tag} autofocus onfocus=window.broken=1>", "data:text/html,<{tag}>",
    "<{tag} srcdoc='<script>window.broken=1</script>'>", "*<{tag}>*", "{tag}\u2028x", "<{tag} is=x>", "&#60;{tag}&#62;", "<{tag} ontoggle=window.broken=1 open>",
    "<{tag} action=javascript:window.broken=1>", "</title><{tag}>", "</textarea><{tag}>", "<?{tag}?>", "<{tag} xlink:href=javascript:window.broken=1>",
    "'\"><{tag}>", "__proto__{tag}", "constructor{tag}", "<{tag} id=root>", "<{tag} name=page>",
]
PAYLOADS = [attack.format(tag=tag) for tag in TAGS for attack in ATTACKS]
