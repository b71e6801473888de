/**
 * What only a notebook needs: results that show by themselves, a training that is watched while it
 * runs, parameters from outside, and checks that fail a run.
 *
 * <p>A kernel finds {@link tripletlab.notebook.NotebookExtension} on its class path and installs
 * it, so that notebooks need no code for any of this.
 */
package tripletlab.notebook;
