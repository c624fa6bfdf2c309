// A measurement on the server, asked for step by step.
const POLL_MS = 300;
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Have something measured, and return the last standing {state, report, …}, or the refusal {error, rule}; null where the
// server did not answer. `began(ticket)` is told of the ticket, `standing(answer)` of every standing.
export async function measure(server, asked, { began, standing }) {
  const begun = await server.begin_clock(asked).catch(() => null);
  if (!begun?.ticket) return begun;
  began(begun.ticket);
  for (;;) {
    await pause(POLL_MS);
    const answer = await server.ask_clock(begun.ticket).catch(() => null);
    if (!answer || answer.error) return answer;
    standing(answer);
    if (answer.state !== "running") return answer;
  }
}
