/**
 * Trainings that others have published, run again with the kit; {@code reproduce.py} starts them.
 */
package tripletlab.reproduce;
