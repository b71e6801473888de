/** How a range of items is shared out over the cores. */
package tripletlab.parallel;
