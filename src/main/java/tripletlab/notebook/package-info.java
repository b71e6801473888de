/**
 * What every notebook needs: settings from outside, checks and exercises, results that show by
 * themselves, and the extension that a kernel finds on its class path and installs. What is watched
 * while it runs belongs to {@link tripletlab.notebook.live}, what a reader moves to {@link
 * tripletlab.notebook.widgets}; what works without Jupyter belongs to no package of these three.
 */
package tripletlab.notebook;
