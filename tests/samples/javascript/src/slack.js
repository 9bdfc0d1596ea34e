// A chat message may be lost or come twice: no key, no second try.
export async function notifySlack(text) {
  await fetch("https://slack.com/api/chat.postMessage", {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${process.env.SLACK_TOKEN}` },
    body: JSON.stringify({ channel: "#payments", text }),
  });
}
