// Which sizes a model can be asked for, and the nearest of them to what was chosen for another.
const SHAPES = ['1:1', '5:4', '4:3', '3:2', '16:9', '21:9', '4:5', '3:4', '2:3', '9:16', '9:21'];
const AREA = 1024 * 1024;

const sides = (size) => size.split('x').map(Number);
const shapeOf = (size) => sides(size)[0] / sides(size)[1];

/** Sizes as text; none where the picture decides that comes in. */
export function sizesOf(model) {
  const range = model.ochre.abilities.size_range;
  if (!range)
    return model.ochre.sizes ?? [];
  return SHAPES.map((shape) => {
    const [wide, high] = shape.split(':').map(Number);
    const unit = Math.sqrt(AREA / (wide * high));
    const fit = (side) => Math.min(range.max, Math.max(range.min, Math.round(side * unit / range.step) * range.step));
    return `${fit(wide)}x${fit(high)}`;
  });
}

/** One entry a shape, its largest size first: `{ name, width, height, sizes }`. */
export function shapesOf(model) {
  const shapes = [];
  for (const size of sizesOf(model).toSorted((a, b) => sides(b)[0] * sides(b)[1] - sides(a)[0] * sides(a)[1])) {
    const near = shapes.find((shape) => Math.abs(Math.log(shapeOf(size) / shapeOf(shape.sizes[0]))) < 0.02);
    if (near)
      near.sizes.push(size);
    else
      shapes.push({ name: nameOf(size), width: sides(size)[0], height: sides(size)[1], sizes: [size] });
  }
  return shapes.toSorted((a, b) => b.width / b.height - a.width / a.height);
}

/** The model's size that is most like the wish; the model's default without one. */
export function nearestSize(model, wish) {
  const sizes = sizesOf(model);
  if (!wish)
    return model.ochre.abilities.default_size ?? null;
  if (sizes.length === 0 || sizes.includes(wish))
    return wish;
  const [width, height] = sides(wish);
  const far = (size) => 2 * Math.abs(Math.log(shapeOf(size) / (width / height))) + Math.abs(Math.log(sides(size)[0] * sides(size)[1] / (width * height)));
  return sizes.toSorted((a, b) => far(a) - far(b))[0];
}

function nameOf(size) {
  const shape = shapeOf(size);
  const off = (name) => Math.abs(Math.log(shape / (name.split(':')[0] / name.split(':')[1])));
  return SHAPES.toSorted((a, b) => off(a) - off(b))[0];
}
