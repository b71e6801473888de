/**
 * What has to be known of the engine below DJL: which one it is, with how many threads it computes,
 * and whose memory its arrays are in.
 */
package tripletlab.engine;
