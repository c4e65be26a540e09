// Sets the language of the document, marks the current page among the links, and makes charts ready for paper.

// A chart as wide as the screen shrinks to the paper only when it says what its own extent is.
window.addEventListener("beforeprint", () => {
  for (const svg of document.querySelectorAll(".js-plotly-plot .main-svg:not([viewBox])")) {
    svg.setAttribute("viewBox", `0 0 ${svg.width.baseVal.value} ${svg.height.baseVal.value}`);
    svg.dataset.paper = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const svg of document.querySelectorAll(".main-svg[data-paper]")) {
    svg.removeAttribute("viewBox");
    delete svg.dataset.paper;
  }
});

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
