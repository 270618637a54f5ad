// Lines to SVG path data: corners softly rounded, small whole numbers, the same curve from both sides.
const STEPS_PER_UNIT = 10; // fifty metres

const towards = ([x, y], [toX, toY], length) => {
  const share = length / Math.hypot(toX - x, toY - y);
  return [x + (toX - x) * share, y + (toY - y) * share];
};
const distance = ([x, y], [otherX, otherY]) => Math.hypot(x - otherX, y - otherY);
const samePlace = (a, b) => a[0] === b[0] && a[1] === b[1];

function corner(before, at, after, radius) {
  return {
    from: towards(at, before, Math.min(radius, distance(before, at) / 2)),
    at,
    to: towards(at, after, Math.min(radius, distance(at, after) / 2)),
  };
}

/** Round a line's inner corners; its ends stay, so that lines meet. A closed line is round all the way. */
export function rounded(line, radius, isClosed) {
  const points = line.filter((point, index) => index === 0 || !samePlace(point, line[index - 1]));
  const inner = points.slice(1, -1).map((at, index) => corner(points[index], at, points[index + 2], radius));
  if (!isClosed) return { start: points[0], corners: inner, end: points.at(-1) };
  const last = corner(points.at(-2), points[0], points[1], radius);
  return { start: last.to, corners: [...inner, last], end: last.to };
}

export const reversed = ({ start, corners, end }) => ({
  start: end,
  corners: corners.map(({ from, at, to }) => ({ from: to, at, to: from })).reverse(),
  end: start,
});

/** One ring of rounded lines as path data, relative and in tenths of a unit. */
export function pathData(lines) {
  const steps = (point) => point.map((value) => Math.round(value * STEPS_PER_UNIT));
  let here = steps(lines[0].start);
  const data = [`M${here.join(" ")}`];
  const relative = (point) => point.map((value, index) => value - here[index]);
  const line = (point) => {
    const to = steps(point);
    if (!samePlace(to, here)) data.push(`l${relative(to).join(" ")}`);
    here = to;
  };
  for (const { corners, end } of lines) {
    for (const { from, at, to } of corners) {
      line(from);
      const [control, stop] = [steps(at), steps(to)];
      data.push(`q${[...relative(control), ...relative(stop)].join(" ")}`);
      here = stop;
    }
    line(end);
  }
  return `${data.join("")}z`.replaceAll(" -", "-");
}
