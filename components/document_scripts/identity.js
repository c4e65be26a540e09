// Sets the language of the document and marks the current page among the links.

export default ({ data }) => {
  document.documentElement.lang = data.language;
  const markCurrent = () => {
    for (const link of document.querySelectorAll(".st-key-navigation a")) {
      if (link.textContent.trim() === data.page) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };
  markCurrent();
  // The links may be drawn after this, or again with other words.
  const observer = new MutationObserver(markCurrent);
  observer.observe(document.querySelector(".st-key-navigation") ?? document.body, {
    childList: true,
    subtree: true,
    characterData: true,
  });
  return () => observer.disconnect();
};
