// Copies a text and says so. The clipboard interface exists only on https and localhost; on an office network's plain
// http the old command still works.

const SHOWN_MILLISECONDS = 5000;

async function copied(text, root) {
  if (window.isSecureContext && navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused by a policy of the browser: try the old way.
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.tabIndex = -1;
  area.setAttribute("aria-hidden", "true");
  area.className = "unseen";
  root.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
  }
}

export default function copyButton({ parentElement: root, data: bytes }) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  let button = root.querySelector("button");
  let status = root.querySelector("[role=status]");
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    status = document.createElement("span");
    status.setAttribute("role", "status");
    root.append(button, status);
  }
  button.textContent = data.copy;
  let timer = 0;
  button.onclick = async () => {
    const isCopied = await copied(data.text, root);
    button.focus();
    clearTimeout(timer);
    // Emptied first, so that the same words are announced again.
    status.textContent = "";
    requestAnimationFrame(() => { status.textContent = isCopied ? data.copied : data.failed; });
    timer = setTimeout(() => { status.textContent = ""; }, SHOWN_MILLISECONDS);
  };
  return () => clearTimeout(timer);
}
