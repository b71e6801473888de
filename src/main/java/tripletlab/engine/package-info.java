/**
 * What has to be known of the engine below DJL: which one it is, and whose memory arrays are in.
 */
package tripletlab.engine;
