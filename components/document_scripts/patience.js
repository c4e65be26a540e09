// Tells Python, once, when placeholders still stand on the page after some seconds.

const SECONDS = 6;

export default ({ setTriggerValue }) => {
  const { pathname } = window.location;
  const timer = setTimeout(() => {
    // What waits on another page by now has a patience of its own.
    const isHere = window.location.pathname === pathname;
    if (isHere && document.querySelector('[data-testid^="stSkeleton"]')) setTriggerValue("waited", true);
  }, SECONDS * 1000);
  return () => clearTimeout(timer);
};
