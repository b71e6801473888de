package tripletlab.model;

import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network's layers in plain Java, as Keras defines them, on the parameters of a DJL network.
 * Written for one image, with no thought for speed.
 */
final class PlainNetwork {

    private final Iterator<float[]> parameters;
    private double[][][] x; // (C, H, W)

    /** Parameters are taken in the order of the layers: weight, bias, weight, bias, … */
    PlainNetwork(Block network, double[][] image) {
        List<float[]> arrays =
                network.getParameters().values().stream()
                        .map(parameter -> parameter.getArray().toFloatArray())
                        .toList();
        parameters = arrays.iterator();
        x = new double[][][] {image};
    }

    /** Convolution with "same" padding: the output has ⌈size / stride⌉ rows and columns. */
    PlainNetwork convolution(int filters, int kernel, int stride) {
        float[] weight = parameters.next(); // (filters, C, kernel, kernel)
        float[] bias = parameters.next();
        int size = (x[0].length + stride - 1) / stride;
        int zeros = Math.max(0, (size - 1) * stride + kernel - x[0].length);
        int before = zeros / 2; // the rest comes after
        double[][][] y = new double[filters][size][size];
        for (int f = 0; f < filters; f++) {
            for (int row = 0; row < size; row++) {
                for (int column = 0; column < size; column++) {
                    double sum = bias[f];
                    for (int c = 0; c < x.length; c++) {
                        for (int i = 0; i < kernel * kernel; i++) {
                            int r = row * stride - before + i / kernel;
                            int k = column * stride - before + i % kernel;
                            sum +=
                                    weight[(f * x.length + c) * kernel * kernel + i]
                                            * pixel(c, r, k);
                        }
                    }
                    y[f][row][column] = sum;
                }
            }
        }
        x = y;
        return this;
    }

    PlainNetwork relu(double slope) {
        Stream.of(x)
                .flatMap(Stream::of)
                .forEach(row -> Arrays.setAll(row, i -> row[i] > 0 ? row[i] : slope * row[i]));
        return this;
    }

    PlainNetwork maxPool() {
        double[][][] y = new double[x.length][x[0].length / 2][x[0][0].length / 2];
        for (int c = 0; c < y.length; c++) {
            for (int r = 0; r < y[c].length; r++) {
                double[] top = x[c][2 * r];
                double[] below = x[c][2 * r + 1];
                Arrays.setAll(
                        y[c][r],
                        k ->
                                Math.max(
                                        Math.max(top[2 * k], top[2 * k + 1]),
                                        Math.max(below[2 * k], below[2 * k + 1])));
            }
        }
        x = y;
        return this;
    }

    PlainNetwork dense(int units) {
        double[] in = flat();
        float[] weight = parameters.next(); // (units, in)
        float[] bias = parameters.next();
        double[] out = new double[units];
        for (int u = 0; u < units; u++) {
            out[u] = bias[u];
            for (int i = 0; i < in.length; i++) {
                out[u] += weight[u * in.length + i] * in[i];
            }
        }
        x = new double[][][] {{out}};
        return this;
    }

    double[] normalized() {
        double[] values = flat();
        double norm = Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
        return Arrays.stream(values).map(v -> v / norm).toArray();
    }

    private double[] flat() {
        return Stream.of(x).flatMap(Stream::of).flatMapToDouble(Arrays::stream).toArray();
    }

    private double pixel(int channel, int row, int column) {
        boolean inside = row >= 0 && row < x[0].length && column >= 0 && column < x[0].length;
        return inside ? x[channel][row][column] : 0;
    }
}
