/** @import { NameBoxes } from '#aircraft/names' */
/** @import { Alternative } from '#aircraft/shapes' */
/** @import { Flight } from '#flight' */
/** @import { Area } from '#map/boxes' */
/** @import { View } from '#map/canvas_layer' */
/** @import { Stage } from '#state/stage' */
import { boxesOfNames } from '#aircraft/names'
import { Scene } from '#aircraft/scene'
import {
  boxesOfAlternative, boxOfDisc, boxOfShape, discsOf, drawAlternative, drawShape, drawUncertainty
} from '#aircraft/shapes'
import { boxesOfTrails, drawTrails, trailsOf } from '#aircraft/trail'
import { AlternativeTrack } from '#deck/alternative_track'
import { boxAbout } from '#map/boxes'

/**
 * What is drawn of the flights under way at the moment of the clock. It is composed before it is drawn, so that the box
 * of all that it covers is known.
 */
export class Picture {
  #alternative
  #discs
  #trails
  #names
  #theme

  /**
   * @param {Stage} stage
   * @param {NameBoxes} names
   * @param {Flight[]} flights the one by which the copy of the world is chosen first
   * @param {View} view
   * @param {{context: CanvasRenderingContext2D, area: Area}} room by what words are measured, and what is free for them
   */
  constructor (stage, names, flights, view, { context, area }) {
    const alternative = alternativeNow(stage)
    this.scene = new Scene(view, flights[0]?.readout ?? alternative?.claimed ?? null, stage.theme.unit)
    this.crafts = flights.map((flight) => this.scene.craft(flight))
    this.#theme = stage.theme
    this.#names = names
    this.#alternative = alternative
    this.#discs = discsOf(this.crafts, this.scene)
    this.#trails = trailsOf(this.crafts, this.scene, stage)
    names.place(context, this.crafts, this.scene.unit, area)
  }

  /** What all that is drawn covers; null for nothing. */
  get box () {
    return boxAbout([
      ...this.#discs.map((disc) => boxOfDisc(disc, this.#theme)),
      ...this.#alternative ? boxesOfAlternative(this.#alternative, this.scene) : [],
      ...boxesOfTrails(this.#trails, this.scene),
      ...this.crafts.map(boxOfShape),
      ...boxesOfNames(this.crafts)
    ])
  }

  /** @param {CanvasRenderingContext2D} context */
  draw (context) {
    drawUncertainty(context, this.#discs, this.#theme)
    if (this.#alternative) drawAlternative(context, this.#alternative, this.scene, this.#theme)
    drawTrails(context, this.#trails, this.scene)
    for (const craft of this.crafts) drawShape(context, craft, this.#theme)
    this.#names.draw(context, this.crafts, this.scene.unit)
  }
}

/**
 * Where the chosen account has its flight at the moment of the clock, and where it is drawn; null where it says nothing
 * of that.
 * @param {Stage} stage
 * @returns {Alternative | null}
 */
const alternativeNow = ({ account, accounts, flights, clock }) => {
  const chosen = account.value === null ? undefined : accounts[account.value]
  const track = chosen && flights.find(({ id }) => id === chosen.flight)?.track
  const claimed = track && new AlternativeTrack(track, chosen).at(clock.now)
  return claimed ? { claimed, drawn: track.at(clock.now) } : null
}
