/**
 * Many trainings from one list: each margin, miner and seed once, in this process or on Apache
 * Spark, with one table of results. Finished settings are kept, so that a rerun trains the rest.
 */
package tripletlab.sweep;
