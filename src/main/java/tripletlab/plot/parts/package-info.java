/**
 * What figures are made of: plotly.js's figure and its JSON, numbers and colours on their way into
 * it, and parts such as heat maps and sketches. Which figures there are belongs to {@code plot}.
 */
package tripletlab.plot.parts;
