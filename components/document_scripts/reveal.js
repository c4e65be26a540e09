// Brings what the reader chose into sight, once for each choice; what is in sight stays where it is.

let revealed = null;

export default ({ data }) => {
  if (data.choice === revealed) return;
  revealed = data.choice;
  if (!data.choice) return;
  let attempts = 40;
  const reach = () => {
    const element = document.getElementById(data.target);
    if (element?.dataset.choice === data.choice) element.scrollIntoView({ block: "nearest" });
    else if (attempts-- > 0) setTimeout(reach, 100);
  };
  setTimeout(reach, 250); // the table of steps takes the focus back to its row first
};
