// Tells Python, once, when placeholders still stand on the page after some seconds.

const SECONDS = 6;

export default ({ setTriggerValue }) => {
  const timer = setTimeout(() => {
    if (document.querySelector('[data-testid^="stSkeleton"]')) setTriggerValue("waited", true);
  }, SECONDS * 1000);
  return () => clearTimeout(timer);
};
