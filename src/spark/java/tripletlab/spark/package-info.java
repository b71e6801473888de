/**
 * Sweeps, and embedding and retrieval of more items than one machine holds, on Apache Spark 4,
 * compiled with {@code mvn -P spark} only: in one process without an installation, or on a cluster
 * by {@code spark-submit}.
 */
package tripletlab.spark;
