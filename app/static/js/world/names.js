/** The names of the day: states, seas, cities, as labels of the stage. */
export class Names {
  constructor (stage, history, document_) {
    this.stage = stage
    this.history = history
    this.anchors = document_.anchors ?? []
  }

  set day (day) {
    this.atoms = this.history.on(day)
    this.show()
  }

  /** Say the names again, in the language on show. */
  show () {}

  leave () { this.stage.labels.delete('world') }
}
