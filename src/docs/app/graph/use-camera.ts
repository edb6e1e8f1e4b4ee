/** Size of the stage and the camera over it. */
import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Camera, cameraFrom, cameraText, centred, firstView, fitting, type Size } from './camera.js'
import type { Scene } from './scene.js'

interface CameraProps {
  readonly scene: Scene
  readonly chosen: number
  /** Of the address: `x,y,scale`. */
  readonly view: string
  readonly onView: (text: string) => void
}

export function useSize(stage: { current: HTMLDivElement | null }): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useEffect(() => {
    const element = stage.current
    if (!element) return
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }))
    observer.observe(element)
    setSize({ width: element.clientWidth, height: element.clientHeight })
    return () => observer.disconnect()
  }, [stage.current])
  return size
}

/** Starts where the address says or where most is seen; each other scene is shown whole, and so is what is printed. Where it rests is told. */
export function useCamera({ scene, chosen, view, onView }: CameraProps, size: Size): Signal<Camera> {
  const camera = useSignal<Camera>({ x: 0, y: 0, scale: 0.1 })
  const seen = useRef<Scene | null>(null)
  const set = useRef<Camera | null>(null)
  useEffect(() => {
    if (size.width === 0 || seen.current === scene) return
    const asked = seen.current === null ? cameraFrom(view, size) : null
    seen.current = scene
    camera.value = set.current = asked ?? firstView(scene, size, chosen)
  }, [scene, size.width, size.height])
  useEffect(() => {
    let timer = 0
    const stop = camera.subscribe((now) => {
      clearTimeout(timer)
      if (set.current !== null && now !== set.current) timer = setTimeout(() => onView(cameraText(now, size)), 500)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [camera, scene, size.width, size.height])
  useEffect(() => {
    let before: Camera | null = null
    const print = () => {
      before = camera.peek()
      camera.value = fitting(scene, size)
    }
    const back = () => {
      if (before) camera.value = before
    }
    addEventListener('beforeprint', print)
    addEventListener('afterprint', back)
    return () => {
      removeEventListener('beforeprint', print)
      removeEventListener('afterprint', back)
    }
  }, [camera, scene, size.width, size.height])
  const known = useRef(chosen)
  useEffect(() => {
    const [before, now] = [known.current, chosen]
    known.current = now
    if (now < 0 || now === before || size.width === 0) return
    camera.value = inView(scene, camera.peek(), size, now) ? camera.peek() : centred(scene, size, now, Math.max(0.5, camera.peek().scale))
  }, [chosen])
  return camera
}

function inView(scene: Scene, camera: Camera, size: Size, index: number): boolean {
  const box = scene.boxes[index]
  if (!box) return true
  const [x, y] = [camera.x + box.x * camera.scale, camera.y + box.y * camera.scale]
  return x > -100 * camera.scale && y > 0 && x < size.width - 40 * camera.scale && y < size.height - 10
}
