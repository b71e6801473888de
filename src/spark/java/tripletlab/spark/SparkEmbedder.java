package tripletlab.spark;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import tripletlab.evaluation.Embeddings;
import tripletlab.training.NetworkEmbedder;

/**
 * Embeds a distributed dataset. Each process of an executor makes the network once, from parameters
 * that Spark sends once, and keeps it until it ends.
 */
public final class SparkEmbedder {

    /** The networks of this process. */
    private static final Map<String, Model> MODELS = new ConcurrentHashMap<>();

    /** Makes a network without parameters, such as {@code Network.MLP::create}. */
    public interface Architecture extends Supplier<Block>, Serializable {}

    private SparkEmbedder() {}

    /**
     * Embeds items as {@link Embeddings#of} does, without dropout. The rows are the same to the
     * last bit where the processors are, and the blocks have a multiple of {@value
     * NetworkEmbedder#ITEMS_AT_ONCE} items, because so many go through a network together.
     *
     * @param items blocks of items and labels, as {@link Embeddings#ofItems} makes them: a row has
     *     all numbers of an item
     * @param shape of an item as the network takes it, such as (1, 28, 28)
     * @param architecture of the network
     * @param trained a network of this architecture, with parameters
     * @return blocks of embeddings and the same labels, in the same order; each is made when it is
     *     asked for
     */
    public static JavaRDD<Embeddings> embed(
            JavaRDD<Embeddings> items, Shape shape, Architecture architecture, Block trained)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        trained.saveParameters(new DataOutputStream(bytes));
        Broadcast<byte[]> parameters =
                JavaSparkContext.fromSparkContext(items.context()).broadcast(bytes.toByteArray());
        String id = UUID.randomUUID().toString();
        long[] sizes = shape.getShape();
        return items.mapPartitions(
                blocks -> {
                    Model model =
                            MODELS.computeIfAbsent(id, x -> load(architecture, parameters.value()));
                    Iterable<Embeddings> all = () -> blocks;
                    return StreamSupport.stream(all.spliterator(), false)
                            .map(block -> embed(model, block, new Shape(sizes)))
                            .iterator();
                });
    }

    private static Model load(Architecture architecture, byte[] parameters) {
        Model model = Model.newInstance("embedder");
        model.setBlock(architecture.get());
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(parameters))) {
            model.getBlock().loadParameters(model.getNDManager(), in);
        } catch (IOException | MalformedModelException e) {
            throw new IllegalArgumentException("the parameters are of another network", e);
        }
        return model;
    }

    private static Embeddings embed(Model model, Embeddings block, Shape shape) {
        synchronized (model) { // tasks of one process
            try (NDManager manager = model.getNDManager().newSubManager()) {
                NDArray rows = manager.create(block.vectors());
                NDArray items = rows.reshape(new Shape(block.size()).addAll(shape)); // (B, …)
                return new Embeddings(
                        NetworkEmbedder.embed(model, new NDList(items)), block.labels());
            }
        }
    }
}
