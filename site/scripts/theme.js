// Sets the chosen colours and the class "js" before the page is first drawn; in the head.
const root = document.documentElement;
root.classList.add("js");
try {
  const chosen = localStorage.getItem("forvalt-theme");
  if (chosen === "light" || chosen === "dark") root.dataset.colorScheme = chosen;
} catch {
  // No storage: the system's colours.
}
