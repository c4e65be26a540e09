// Keeps the whole state in the address, and scrolls once to the element its #fragment names.

let scrolledTo = null;

export default ({ data }) => {
  const { location, history } = window;
  if (data.query !== location.search) {
    history.replaceState(history.state, "", location.pathname + data.query + location.hash);
  }
  const target = decodeURIComponent(location.hash.slice(1));
  if (!target || target === scrolledTo) return;
  scrolledTo = target;
  let attempts = 40;
  const reach = () => {
    const element = document.getElementById(target);
    if (element) {
      element.tabIndex = -1;
      element.scrollIntoView({ block: "center" });
      element.focus({ preventScroll: true });
    } else if (attempts-- > 0) {
      setTimeout(reach, 150);
    }
  };
  reach();
};
