package tripletlab.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import java.util.ArrayList;
import java.util.List;
import tripletlab.internal.Arguments;

/**
 * One layer of a network, as a reader counts them.
 *
 * @param name what it computes, such as {@code ReLU}
 * @param output the shape of what it returns, with the batch first
 * @param parameters how many numbers it learns
 */
public record Layer(String name, Shape output, long parameters) {

    /**
     * Returns the layers of an initialized network in their order, those of inner sequences in
     * place of these.
     *
     * @param input the shape of a batch, such as (1, 1, 28, 28)
     */
    public static List<Layer> of(Block network, Shape input) {
        Arguments.requireNonNull("network", network);
        Arguments.requireNonNull("input", input);
        Arguments.require(
                network.isInitialized(), "network has no weights yet, expected a trainer's");
        List<Layer> layers = new ArrayList<>();
        add(layers, network, input);
        return layers;
    }

    /** Adds the layers of a block and returns the shape behind the last one. */
    private static Shape add(List<Layer> layers, Block block, Shape input) {
        if (block instanceof SequentialBlock) {
            Shape shape = input;
            for (Block child : block.getChildren().values()) {
                shape = add(layers, child, shape);
            }
            return shape;
        }
        Shape output = block.getOutputShapes(new Shape[] {input})[0];
        String simple = block.getClass().getSimpleName();
        String name = block instanceof LambdaBlock lambda ? lambda.getName() : simple;
        layers.add(new Layer(name, output, Networks.parameterCount(block)));
        return output;
    }
}
