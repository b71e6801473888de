const STEP_MS = 30; // of computing between two drawings

/** Numbers from 0 to 1 that the seed decides: mulberry32. */
function seeded(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Computes UMAP with umap-js, and shows the coordinates and the progress on the way. */
function computeUmap(script, vectors, seed, show) {
  const library = {};
  new Function("exports", "module", "define", script).call(library);
  const umap = new library.UMAP.UMAP({ random: seeded(seed),
    nNeighbors: Math.min(15, vectors.length - 1) });
  const epochs = umap.initializeFit(vectors);
  let epoch = 0;
  return new Promise(done => {
    const step = () => {
      const start = performance.now();
      while (epoch < epochs && performance.now() - start < STEP_MS) epoch = umap.step();
      const points = umap.getEmbedding();
      show(points.map(point => point[0]), points.map(point => point[1]),
        `UMAP: epoch ${epoch} of ${epochs}`);
      if (epoch < epochs) requestAnimationFrame(step);
      else done();
    };
    step();
  });
}
